import { accept, refuse, type Outcome } from '../../../shared/outcome.ts'
import { RATE, type SoundSource } from '../../../engine/jitter/sound/source.ts'

const MOST_MB = 100
const MOST_MINUTES = 10
const SHORTEST_SECONDS = 0.1

/** Reads a sound file of the person's own. It is decoded here, on this device, and goes nowhere. */
export async function readOwnSound(file: File): Promise<Outcome<SoundSource>> {
  if (file.size > MOST_MB * 1e6) return refuse(`it has more than ${MOST_MB} MB`, file.name)
  if (file.size === 0) return refuse('it is empty', file.name)
  let decoded: AudioBuffer
  try {
    decoded = await new OfflineAudioContext(1, 1, RATE).decodeAudioData(await file.arrayBuffer())
  } catch {
    return refuse(
      'this browser cannot read it as sound; WAV, MP3, Ogg, FLAC and AAC are what most browsers know',
      file.name,
    )
  }
  if (decoded.duration < SHORTEST_SECONDS) return refuse('it is shorter than a tenth of a second', file.name)
  return accept({ name: file.name, sound: mixed(decoded) })
}

/** All channels as one, and no more than the first ten minutes. */
function mixed(decoded: AudioBuffer): Float32Array {
  const sound = new Float32Array(Math.min(decoded.length, MOST_MINUTES * 60 * RATE))
  for (let channel = 0; channel < decoded.numberOfChannels; channel++)
    decoded.getChannelData(channel).forEach((x, i) => {
      if (i < sound.length) sound[i] = (sound[i] ?? 0) + x / decoded.numberOfChannels
    })
  return sound
}
