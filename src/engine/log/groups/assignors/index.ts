import type { Assignor } from '../settings.ts'
import type { Assign } from './assignment.ts'
import { assignCooperative } from './cooperative.ts'
import { assignRange } from './range.ts'
import { assignRoundRobin } from './round-robin.ts'
import { assignSticky } from './sticky.ts'

/** How each strategy divides partitions. The consumer protocol's default, uniform, is sticky and even. */
export const ASSIGNORS: Readonly<Record<Assignor, Assign>> = {
  range: assignRange,
  roundrobin: assignRoundRobin,
  sticky: assignSticky,
  'cooperative-sticky': assignCooperative,
  consumer: assignSticky,
}
