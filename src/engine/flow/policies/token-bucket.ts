import { SECOND, type SimTime } from '../../kernel/time.ts'
import { FATE, SIGNAL, STRATEGY } from '../pressure/codes.ts'
import type { Station } from '../station/station.ts'
import { Bounded } from './bounded.ts'
import { type PolicyAbout, type Verdict } from './policy.ts'

/** A message needs a token. Tokens come evenly, up to a bucketful; they are counted when they are asked for. */
class TokenBucket extends Bounded {
  private tokens = this.settings.bucket
  private countedAt: SimTime = 0

  override offer(station: Station, message: number, now: SimTime): Verdict {
    const { tokens, bucket, service, workers } = this.settings
    const perSecond = (tokens / 100) * service * workers
    this.tokens = Math.min(bucket, this.tokens + ((now - this.countedAt) * perSecond) / SECOND)
    this.countedAt = now
    if (this.tokens < 1) {
      station.switchTo(STRATEGY.noToken, SIGNAL.tokens, this.tokens, 1, now)
      return FATE.noToken
    }
    if (station.strategy === STRATEGY.noToken && this.tokens >= bucket / 2)
      station.switchTo(STRATEGY.normal, SIGNAL.tokens, this.tokens, bucket / 2, now)
    this.tokens -= 1
    return super.offer(station, message, now)
  }

  override save(): readonly number[] {
    return [this.due, this.tokens, this.countedAt]
  }

  override restore(saved: readonly number[]): void {
    super.restore(saved)
    this.tokens = saved[1] ?? 0
    this.countedAt = saved[2] ?? 0
  }
}

export const tokenBucket: PolicyAbout = {
  name: 'Token bucket',
  origin: 'production',
  sentence:
    'A message needs a token, and tokens come at a fixed rate: the queue stays short, and the rest is turned away at the door even before it is full.',
  create: (settings) => new TokenBucket(settings),
}
