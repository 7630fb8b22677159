/**
 * Explains how much later than its predecessor a frame comes by how much larger it is: variation = perByte · bytes +
 * offset. The matrix is the covariance of the two. Plain data, in milliseconds and bytes.
 */
export interface DelayVariationFilter {
  /** Milliseconds a byte: one over the bandwidth. */
  perByte: number
  offset: number
  p00: number
  p01: number
  p10: number
  p11: number
}

const START_PER_BYTE = 1 / (512_000 / 8)
const LEAST_PER_BYTE = 1e-6
const PROCESS_NOISE_PER_BYTE = 2.5e-10
const PROCESS_NOISE_OFFSET = 1e-10

export const startDelayVariation = (): DelayVariationFilter => ({
  perByte: START_PER_BYTE,
  offset: 0,
  p00: 1e-4,
  p01: 0,
  p10: 0,
  p11: 1e2,
})

/** The variation to be expected of a frame that is `bytes` larger than its predecessor. */
export const expectedVariation = ({ perByte, offset }: DelayVariationFilter, bytes: number): number =>
  perByte * bytes + offset

/**
 * A Kalman step with one measurement; frames of much the same size say little of the bandwidth. The noise is added as
 * a deviation where a variance belongs: WebRTC's own slip, kept, as its numbers rest on it.
 * Source: WebRTC modules/video_coding/timing/frame_delay_variation_kalman_filter.cc.
 */
export function updateDelayVariation(
  filter: DelayVariationFilter,
  variation: number,
  bytes: number,
  largestBytes: number,
  noiseVariance: number,
): void {
  if (largestBytes < 1 || noiseVariance <= 0) return
  filter.p00 += PROCESS_NOISE_PER_BYTE
  filter.p11 += PROCESS_NOISE_OFFSET
  const innovation = variation - expectedVariation(filter, bytes)
  const h0 = filter.p00 * bytes + filter.p01
  const h1 = filter.p10 * bytes + filter.p11
  const doubt = 300 * Math.exp(-Math.abs(bytes) / largestBytes) + 1
  const noise = Math.max(1, doubt * Math.sqrt(noiseVariance))
  const innovationVariance = bytes * h0 + h1 + noise
  const gain0 = h0 / innovationVariance
  const gain1 = h1 / innovationVariance
  filter.perByte = Math.max(LEAST_PER_BYTE, filter.perByte + gain0 * innovation)
  filter.offset += gain1 * innovation
  const { p00, p01, p10, p11 } = filter
  filter.p00 = (1 - gain0 * bytes) * p00 - gain0 * p10
  filter.p01 = (1 - gain0 * bytes) * p01 - gain0 * p11
  filter.p10 = p10 * (1 - gain1) - gain1 * bytes * p00
  filter.p11 = p11 * (1 - gain1) - gain1 * bytes * p01
}
