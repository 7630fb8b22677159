import type { Check } from '../kernel/engine.ts'
import { TOPIC } from './codes.ts'
import type { IngestEngine } from './ingest-engine.ts'

/** The laws that hold at the end of every tick, both sides counted in different places. */
export function conservation(engine: IngestEngine): Check[] {
  const { population, collectors, pipeline, delays, guests } = engine
  const { counts, logs } = pipeline
  const { injected } = population
  const collected = collectors.counts
  const { drawn } = collected
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
  const sentAgain = collected.unacknowledged + collected.acknowledgementLost - collectors.waiting
  const domains = [TOPIC.playback, TOPIC.browse, TOPIC.quality, TOPIC.session]
  return [
    law(
      'arrived',
      'made + sent again = arrived + held back',
      injected.events + (guests?.made ?? 0) + injected.replays + sentAgain,
      collected.arrived + delays.waiting.length,
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
      sum(domains.map((topic) => logs.records(topic))),
      counts.unique,
      'the log end offsets',
    ),
    law('late', 'records in the late topic = too late', logs.records(TOPIC.late), counts.tooLate, 'offsets'),
    law('dead', 'dead letters = rejected', logs.records(TOPIC.deadLetter), counts.rejected, 'offsets'),
    law(
      'drawn',
      'as drawn: acknowledged = in the log + held + lost',
      drawn.inLog + collectors.drawnOpen + drawn.lost,
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
