import type { Happening } from '../kernel/engine.ts'
import { toMs, type SimTime } from '../kernel/time.ts'

/** The most events that stand behind a number. */
export const MOST = 60

export const ms = (time: SimTime): string => `${toMs(time).toFixed(1)} ms`
export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`
export const aboutPacket = (packet: number, time: SimTime, text: string): Happening => ({
  time,
  text: `packet ${packet} ${text}`,
  thing: String(packet),
})
