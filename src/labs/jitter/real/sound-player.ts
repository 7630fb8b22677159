import { accept, refuse, type Outcome } from '../../../shared/outcome.ts'
import { RATE } from '../../../engine/jitter/sound/source.ts'
import type { FromPlayer, PlayerOptions, ToPlayer } from './threads/messages.ts'
// oxlint-disable-next-line import/default -- Vite gives the address of what it makes of the file
import playerCode from './threads/player.worklet.ts?worker&url'

const START_PATIENCE_MS = 4_000

/** One passage being played. */
export interface Take {
  /** The samples that follow; they are handed over and may be used no more. */
  readonly add: (samples: Float32Array<ArrayBuffer>) => void
  /** Nothing follows. */
  readonly finish: () => void
  readonly stop: () => void
}

/** Plays samples; a test brings its own. */
export interface Player {
  setVolume(volume: number): void
  begin(onProgress: (progress: FromPlayer) => void): Take
  close(): void
}

/** A node that plays samples in a sound context, on the sound's own thread. */
async function playerNode(context: BaseAudioContext, all: Float32Array | null): Promise<AudioWorkletNode> {
  await context.audioWorklet.addModule(playerCode)
  return newNode(context, all)
}

function newNode(context: BaseAudioContext, all: Float32Array | null): AudioWorkletNode {
  const processorOptions: PlayerOptions = { all }
  return new AudioWorkletNode(context, 'millrace-player', {
    numberOfInputs: 0,
    outputChannelCount: [1],
    processorOptions,
  })
}

/** Opens the browser's sound. To be called from a press: before one, browsers keep silent. */
export async function openPlayer(): Promise<Outcome<Player>> {
  const context = new AudioContext({ sampleRate: RATE, latencyHint: 'interactive' })
  try {
    // A press is heard as long as this begins in it; some browsers never answer where there is no device.
    await Promise.race([context.resume(), new Promise((resolve) => setTimeout(resolve, START_PATIENCE_MS))])
    if (context.state !== 'running') throw new Error('the browser does not start it')
    await context.audioWorklet.addModule(playerCode)
  } catch (error) {
    void context.close()
    return refuse(`sound could not be started: ${error instanceof Error ? error.message : String(error)}`)
  }
  return accept(contextPlayer(context))
}

function contextPlayer(context: AudioContext): Player {
  const gain = new GainNode(context)
  gain.connect(context.destination)
  return {
    setVolume: (volume) => void gain.gain.setTargetAtTime(volume, context.currentTime, 0.02),
    begin(onProgress) {
      const node = newNode(context, null)
      const tell = (message: ToPlayer, transfer: Transferable[] = []): void =>
        node.port.postMessage(message, transfer)
      const hear = ({ data }: MessageEvent<FromPlayer>): void => onProgress(data)
      node.port.addEventListener('message', hear)
      node.port.start()
      node.connect(gain)
      return {
        add: (samples) => tell({ kind: 'samples', samples }, [samples.buffer]),
        finish: () => tell({ kind: 'last' }),
        stop() {
          node.port.removeEventListener('message', hear)
          tell({ kind: 'stop' })
          node.disconnect()
        },
      }
    },
    close: () => void context.close(),
  }
}

/** What comes out when the samples are played, by the same player, as fast as the browser can. */
export async function playOffline(samples: Float32Array): Promise<Float32Array> {
  const context = new OfflineAudioContext(1, samples.length, RATE)
  const node = await playerNode(context, samples)
  node.connect(context.destination)
  return (await context.startRendering()).getChannelData(0)
}
