import type { PolicyId } from '../pressure/settings.ts'
import { adaptiveController } from './adaptive-controller.ts'
import { adaptiveHysteresis } from './adaptive-hysteresis.ts'
import { adaptiveWhiteboard } from './adaptive-whiteboard.ts'
import { block } from './block.ts'
import { codel } from './codel.ts'
import { credit } from './credit.ts'
import { dropNewest } from './drop-newest.ts'
import { dropOldest } from './drop-oldest.ts'
import type { PolicyAbout } from './policy.ts'
import { retainedLog } from './retained-log.ts'
import { sampleHalf } from './sample-half.ts'
import { sampleMatched } from './sample-matched.ts'
import { scaleOut } from './scale-out.ts'
import { tokenBucket } from './token-bucket.ts'
import { unbounded } from './unbounded.ts'

/** All policies there are. */
export const POLICIES: Record<PolicyId, PolicyAbout> = {
  unbounded,
  'sample-half': sampleHalf,
  'adaptive-whiteboard': adaptiveWhiteboard,
  block,
  'drop-newest': dropNewest,
  'drop-oldest': dropOldest,
  'sample-matched': sampleMatched,
  'scale-out': scaleOut,
  'retained-log': retainedLog,
  credit,
  'token-bucket': tokenBucket,
  codel,
  'adaptive-hysteresis': adaptiveHysteresis,
  'adaptive-controller': adaptiveController,
}
