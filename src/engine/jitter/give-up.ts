import { SECOND, type SimTime } from '../kernel/time.ts'

/** When playout that stalls for a packet gives it up. */

/** So many packets sent after it have arrived: TCP's and QUIC's threshold for a loss (RFC 9002 section 6.1.1). */
export const OVERTAKEN = 3

/** It is so much later than the first packet was. */
export const PATIENCE: SimTime = 10 * SECOND
