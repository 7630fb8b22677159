import { toMs, type SimTime } from '../../kernel/time.ts'

/** "12.3 ms" */
export const ms = (time: SimTime): string => `${toMs(time).toFixed(1)} ms`

/** "1 message", "12,000 messages" */
export const plural = (count: number, noun: string): string =>
  `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`
