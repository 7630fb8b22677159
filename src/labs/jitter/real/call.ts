import { RATE, type SoundSource } from '../../../engine/jitter/sound/source.ts'
import type { FromDelayLine, OurSettings, TransformOptions } from './threads/messages.ts'

/** The audio statistics of a receiver, as far as they matter here. Sums run from the beginning, times are in seconds. */
export interface Inbound {
  readonly jitterBufferTargetDelay?: number
  readonly jitterBufferDelay?: number
  readonly jitterBufferEmittedCount?: number
  readonly concealedSamples?: number
}

export interface CallOptions {
  /** For each packet of 20 ms how long it is held back, in milliseconds; NaN: it is lost. */
  readonly plan: Float64Array
  readonly ours: OurSettings
}

/** A call from this page to itself, through a delay line. */
export interface Call {
  /** What the browser says of its buffer. */
  readonly read: () => Promise<Inbound>
  readonly setAudible: (audible: boolean) => void
  readonly end: () => void
}

const PATIENCE_MS = 10_000

/** Places a call. To be called from a press: before one, browsers keep silent. */
export async function placeCall(
  source: SoundSource,
  { plan, ours }: CallOptions,
  onReport: (report: FromDelayLine) => void,
): Promise<Call> {
  const context = new AudioContext({ sampleRate: RATE })
  const line = new Worker(new URL('./threads/delay-line.worker.ts', import.meta.url), { type: 'module' })
  const sender = new RTCPeerConnection()
  const receiver = new RTCPeerConnection()
  const loudspeaker = new Audio()
  loudspeaker.muted = true
  const end = (): void => {
    sender.close()
    receiver.close()
    line.terminate()
    loudspeaker.srcObject = null
    void context.close()
  }
  const transform = (options: TransformOptions): RTCRtpScriptTransform =>
    new RTCRtpScriptTransform(line, options)
  receiver.addEventListener('track', ({ track, receiver: buffer }) => {
    buffer.transform = transform({ end: 'receiver', ours }) // set any later it would see no packets
    // Without an element that plays it some browsers let the sound lie in the buffer.
    loudspeaker.srcObject = new MediaStream([track])
    loudspeaker.play().catch(() => {}) // a call that is over by now has nothing to play
  })
  line.addEventListener('message', ({ data }: MessageEvent<FromDelayLine>) => onReport(data))
  try {
    await context.resume()
    sender.addTrack(soundTrack(context, source)).transform = transform({ end: 'sender', plan })
    await sender.setLocalDescription()
    await receiver.setRemoteDescription(await described(sender))
    await receiver.setLocalDescription()
    await sender.setRemoteDescription(await described(receiver))
    await reached(receiver, 'connectionstatechange', () => receiver.connectionState === 'connected')
  } catch (error) {
    end()
    throw error
  }
  line.postMessage('begin')
  return {
    read: () => readInbound(receiver),
    setAudible: (audible) => void (loudspeaker.muted = !audible),
    end,
  }
}

/** The sender's sound, over and over, as a track for a call. */
function soundTrack(context: AudioContext, { sound }: SoundSource): MediaStreamTrack {
  const buffer = context.createBuffer(1, sound.length, RATE)
  buffer.copyToChannel(sound.slice(), 0)
  const player = new AudioBufferSourceNode(context, { buffer, loop: true })
  const out = new MediaStreamAudioDestinationNode(context, { channelCount: 1 })
  player.connect(out)
  player.start()
  const [track] = out.stream.getAudioTracks()
  if (track === undefined) throw new Error('the browser made no track of the sound')
  return track
}

/** What one end says of itself, the addresses at which it can be reached included. */
async function described(connection: RTCPeerConnection): Promise<RTCSessionDescription> {
  await reached(connection, 'icegatheringstatechange', () => connection.iceGatheringState === 'complete')
  if (connection.localDescription === null) throw new Error('one end did not describe itself')
  return connection.localDescription
}

/** Waits for a state of a connection, but not for ever. */
function reached(
  connection: RTCPeerConnection,
  change: 'connectionstatechange' | 'icegatheringstatechange',
  holds: () => boolean,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () =>
        reject(
          new Error(
            'the two ends did not find each other in time; without any network some devices have no address',
          ),
        ),
      PATIENCE_MS,
    )
    const look = (): void => {
      if (!holds() && connection.connectionState !== 'failed') return
      clearTimeout(timer)
      connection.removeEventListener(change, look)
      if (holds()) resolve()
      else reject(new Error('the two ends found no way to each other'))
    }
    connection.addEventListener(change, look)
    look()
  })
}

async function readInbound(receiver: RTCPeerConnection): Promise<Inbound> {
  let found: Inbound = {}
  const report = await receiver.getStats()
  report.forEach((entry: { readonly type: string; readonly kind?: string } & Inbound) => {
    if (entry.type === 'inbound-rtp' && entry.kind === 'audio') found = entry
  })
  return found
}
