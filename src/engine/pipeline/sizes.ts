import type { PipelineSettings } from './settings.ts'
import { KEY_WEIGHT } from './settings/stream.ts'

const PIXELS: Record<PipelineSettings['picture'], number> = {
  '720p': 1_280 * 720,
  '1080p': 1_920 * 1_080,
  '2160p': 3_840 * 2_160,
}

const BYTES_A_PIXEL: Record<PipelineSettings['pixel'], number> = { 'yuv420-8': 1.5, 'yuv420-10': 3, rgba: 4 }

const BYTES_A_DRAWN_PIXEL = 4

/** Memory of one frame in each ring, in bytes. */
export interface Sizes {
  /** A compressed key frame, and another one: their mean over a group is the bit rate's. */
  readonly key: number
  readonly other: number
  readonly decoded: number
  readonly drawn: number
}

export function sizesOf({ fps, gop, bitrate, picture, pixel }: PipelineSettings): Sizes {
  const mean = (bitrate * 1e6) / 8 / fps
  const other = (mean * gop) / (gop - 1 + KEY_WEIGHT)
  return {
    key: KEY_WEIGHT * other,
    other,
    decoded: PIXELS[picture] * BYTES_A_PIXEL[pixel],
    drawn: PIXELS[picture] * BYTES_A_DRAWN_PIXEL,
  }
}

/** A key frame can be decoded alone. */
export const isKeyFrame = (frame: number, gop: number): boolean => frame % gop === 0
