import type { Check } from '../kernel/engine.ts'
import { outside } from '../../shared/assert.ts'
import { TOPIC } from './codes.ts'
import type { Ledger } from './ledger.ts'

/** The laws that hold at the end of every tick, both sides counted in different places; of a run, or of one that many workers share. */
export function conservation({ injected, collected, counts, records, ...ledger }: Ledger): Check[] {
  const { drawn } = collected
  const inTopic = (topic: number): number => records[topic] ?? outside(topic)
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
  const sentAgain = collected.unacknowledged + collected.acknowledgementLost - ledger.retrying
  const domains = [TOPIC.playback, TOPIC.browse, TOPIC.quality, TOPIC.session]
  return [
    law(
      'arrived',
      'made + sent again = arrived + held back',
      injected.events + ledger.guests + injected.replays + sentAgain,
      collected.arrived + ledger.heldBack,
      'conservation',
    ),
    law(
      'collected',
      'arrived = passed on + unacknowledged',
      collected.passed + collected.unacknowledged,
      collected.arrived,
      'conservation',
    ),
    law('received', 'passed on = received', collected.passed, counts.received, 'conservation'),
    law(
      'accepted',
      'received = accepted + rejected',
      counts.accepted + counts.rejected,
      counts.received,
      'conservation',
    ),
    law(
      'unique',
      'accepted = unique + duplicate',
      counts.unique + counts.duplicate,
      counts.accepted,
      'conservation',
    ),
    law(
      'times',
      'unique = on time + late + too late',
      counts.onTime + counts.late + counts.tooLate,
      counts.unique,
      'conservation',
    ),
    law(
      'routed',
      'records in the four topics = unique',
      sum(domains.map(inTopic)),
      counts.unique,
      'the log end offsets',
    ),
    law('late', 'records in the late topic = too late', inTopic(TOPIC.late), counts.tooLate, 'offsets'),
    law('dead', 'dead letters = rejected', inTopic(TOPIC.deadLetter), counts.rejected, 'offsets'),
    law(
      'drawn',
      'as drawn: acknowledged = in the log + held + lost',
      drawn.inLog + ledger.drawnOpen + drawn.lost,
      drawn.acknowledged,
      'conservation',
    ),
  ]
}

const law = (id: string, label: string, predicted: number, measured: number, source: string): Check => ({
  id,
  label,
  predicted,
  measured,
  tolerance: 0,
  unit: 'events',
  source,
})
