import { figuresOf, MEASURED_BASIS, type DelayStatistics, type Profile } from './profile.ts'

const MEASURED: DelayStatistics = {
  mean: 64.59,
  p50: 65.0,
  p95: 99.0,
  p99: 111.0,
  lagOne: 0.45,
  jitter: 20.24,
  loss: 2.57,
}
const MODEL: DelayStatistics = {
  mean: 63.79,
  p50: 62.92,
  p95: 100.78,
  p99: 117.18,
  lagOne: 0.44,
  jitter: 18.67,
  loss: 2.62,
}

/**
 * A telephone call: the network that WebRTC tests its audio buffer with (stereo_pcmu_jitter.rtp against
 * stereo_pcmu.rtp: 20 ms packets, 2.6 % lost, a few delivered out of order). Delays are nearly normal and wide, 23 ms
 * about a mean of 65 above the fastest.
 * Source: github.com/signalapp/webrtc@bd635df3, data/voice_engine/stereo_rtp_files, BSD-3-Clause. Statistics
 * measured by us.
 */
export const CALL: Profile = {
  id: 'call',
  label: 'A rough call',
  summary:
    'Sound in packets of 20 ms over a network with wide jitter that loses one packet in forty: the one WebRTC tests its audio buffer with.',
  params: {
    fps: 50,
    for: 60,
    base: 90,
    shape: 'normal',
    spread: 26,
    correlation: 0.11,
    loss: 2.6,
    burst: 1.5,
    delay: 60,
  },
  origin: {
    source:
      'WebRTC, data/voice_engine/stereo_rtp_files/stereo_pcmu_jitter.rtp (github.com/signalapp/webrtc@bd635df3), BSD-3-Clause, the WebRTC project authors. Two recordings of one stream, with and without the network.',
    caveat:
      'In the recording packets come in small bunches, as from a radio that sends when it may; the model has their delays but not the bunches. The mean path is ours: the clocks of the recording differ.',
    basis: MEASURED_BASIS,
    figures: figuresOf(MEASURED, MODEL),
  },
}
