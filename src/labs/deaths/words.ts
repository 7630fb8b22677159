import { SECOND, type SimTime } from '../../engine/kernel/time.ts'
import { GIB, MIB } from '../../engine/flow/deaths/settings.ts'

const MILLION = 1_000_000
const grouped = (value: number, digits = 0): string =>
  value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })

/** "65,536", "7.20 M", "172.8 M" */
export const sayCount = (count: number): string => {
  if (count < MILLION) return grouped(count)
  return `${grouped(count / MILLION, count < 100 * MILLION ? 2 : 1)} M`
}

/** "64 KiB", "812 MiB", "10.4 GiB" */
export function sayBytes(bytes: number): string {
  if (bytes >= GIB) {
    const gib = Math.round((10 * bytes) / GIB) / 10
    return `${grouped(gib, gib >= 100 || gib % 1 === 0 ? 0 : 1)} GiB`
  }
  if (bytes >= MIB) return `${grouped(bytes / MIB, bytes < 10 * MIB ? 1 : 0)} MiB`
  return bytes >= 1_024 ? `${grouped(bytes / 1_024)} KiB` : `${grouped(bytes)} bytes`
}

/** "6.6 s", "8 min 32 s", "1 h 35 min" */
export function sayTime(time: SimTime): string {
  const seconds = time / SECOND
  if (seconds < 60) return `${grouped(seconds, seconds % 1 === 0 ? 0 : 1)} s`
  const whole = Math.floor(seconds)
  const [hours, minutes, rest] = [Math.floor(whole / 3_600), Math.floor((whole % 3_600) / 60), whole % 60]
  if (hours === 0) return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`
  return minutes === 0 ? `${hours} h` : `${hours} h ${minutes} min`
}
