import { BUSY_WIFI } from './busy-wifi.ts'
import { CALL } from './call.ts'
import { CITY_N78 } from './city-n78.ts'
import { CITY_N8 } from './city-n8.ts'
import { COUNTRYSIDE } from './countryside.ts'
import { INTERNET_PATH } from './internet-path.ts'
import type { Profile } from './profile.ts'
import { SATELLITES } from './satellites.ts'

/** Networks with a few parameters fitted to measurements, in the order in which they are offered. */
export const PROFILES: readonly Profile[] = [
  CITY_N78,
  CITY_N8,
  COUNTRYSIDE,
  CALL,
  INTERNET_PATH,
  BUSY_WIFI,
  SATELLITES,
]
