import { outside } from '../../../shared/assert.ts'
import type { Catalogue } from '../catalogue.ts'
import { TYPE } from '../codes.ts'
import type { PopulationConfig } from '../config.ts'
import { SHIFT, type Batch } from '../record.ts'
import { FIRST_COUNTRY } from './people.ts'

const BOT_SESSIONS = 0xf000_0000
const DELAY_MS = 20
const WEB = 2
const NEWEST_VERSION = 2

/** Adds the event of a bot to a batch: an account that starts the same title at one visit and gives up at the next. */
export function writeBot(
  batch: Batch,
  bot: number,
  lap: number,
  receivedMs: number,
  { viewers, subscribers }: PopulationConfig,
  catalogue: Catalogue,
): void {
  const isStart = lap % 2 === 0
  const { bots: title } = catalogue.special
  const region = bot % FIRST_COUNTRY.length
  const i = batch.length
  batch.idHigh[i] = viewers + 1 + bot
  batch.idLow[i] = lap + 1
  batch.user[i] = subscribers + 1 + bot
  batch.device[i] = (4 * (subscribers + 1 + bot) + 2) >>> 0
  batch.session[i] = BOT_SESSIONS + bot
  batch.title[i] = title
  batch.eventTime[i] = receivedMs - DELAY_MS
  batch.sentTime[i] = receivedMs - DELAY_MS
  batch.receivedTime[i] = receivedMs
  batch.dims[i] =
    ((isStart ? TYPE.started : TYPE.abandoned) |
      (WEB << SHIFT.deviceType) |
      (region << SHIFT.region) |
      (NEWEST_VERSION << SHIFT.version) |
      ((FIRST_COUNTRY[region] ?? outside(region)) << SHIFT.country)) >>>
    0
  batch.position[i] = isStart ? 0 : 1
  batch.duration[i] = catalogue.duration[title] ?? outside(title)
  batch.length = i + 1
}
