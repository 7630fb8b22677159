import type { PolicyId } from '../settings/policies.ts'
import { coleRosenbluth } from './cole-rosenbluth.ts'
import { costHistogram } from './cost-histogram.ts'
import { fixed } from './fixed.ts'
import { gateOnce } from './gate-once.ts'
import { hedge } from './hedge.ts'
import { gstreamer } from './gstreamer.ts'
import { moon } from './moon.ts'
import { neteqFull } from './neteq-full.ts'
import { neteqHistogram } from './neteq-histogram.ts'
import { pjsip } from './pjsip.ts'
import type { AnyPolicy } from './policy.ts'
import { rehearsal } from './rehearsal.ts'
import { ramjee1 } from './ramjee-1.ts'
import { ramjee2 } from './ramjee-2.ts'
import { ramjee4 } from './ramjee-4.ts'
import { rfc3550Multiple } from './rfc3550-multiple.ts'
import { slide5Unwired } from './slide5-unwired.ts'
import { slide5Wired } from './slide5-wired.ts'
import { speex } from './speex.ts'
import { webrtcVideo } from './webrtc-video.ts'
import { whiteboard } from './whiteboard.ts'

/** What every playout policy does, by its id. A new policy is a file of its own, a line here, and words in the settings. */
export const POLICIES = {
  whiteboard,
  'gate-once': gateOnce,
  'slide5-unwired': slide5Unwired,
  'slide5-wired': slide5Wired,
  fixed,
  neteq: neteqHistogram,
  'cost-histogram': costHistogram,
  hedge,
  rehearsal,
  rfc3550: rfc3550Multiple,
  'ramjee-1': ramjee1,
  'ramjee-2': ramjee2,
  'ramjee-4': ramjee4,
  moon,
  'cole-rosenbluth': coleRosenbluth,
  'neteq-full': neteqFull,
  'webrtc-video': webrtcVideo,
  speex,
  gstreamer,
  pjsip,
} as const satisfies Record<PolicyId, AnyPolicy>
