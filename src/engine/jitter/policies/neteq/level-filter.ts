/** NetEq's smoothed buffer level, in samples and units of 2^-8 of one: what it reports, no longer what it decides by. */
export interface LevelFilter {
  level: number
}

export const startLevelFilter = (): LevelFilter => ({ level: 0 })

/** How much of the past each update keeps, of 256: the more, the higher the target. */
const keepOf = (targetMs: number): number =>
  targetMs <= 20 ? 251 : targetMs <= 60 ? 252 : targetMs <= 140 ? 253 : 254

/**
 * Takes the buffer's size now; `stretched` samples were taken out of the sound (or, if negative, put in) since the
 * last update. Source: WebRTC modules/audio_coding/neteq/buffer_level_filter.cc.
 */
export function updateLevel(filter: LevelFilter, samples: number, stretched: number, targetMs: number): void {
  const keep = keepOf(targetMs)
  const smoothed = Math.floor((keep * filter.level) / 256) + (256 - keep) * samples
  filter.level = Math.max(0, smoothed - 256 * stretched)
}

/** Starts anew from the buffer's size. */
export function resetLevel(filter: LevelFilter, samples: number): void {
  filter.level = 256 * samples
}

/** The level in whole samples. */
export const levelOf = ({ level }: LevelFilter): number => Math.floor((level + 128) / 256)
