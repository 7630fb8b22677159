import type { PartitionFiles } from '../../kernel/simulation.ts'
import { tellEvent } from './explain.ts'
import { HAPPENED } from './codes.ts'
import type { TopicEngine } from './topic-engine.ts'

/** The topic as it stands now, a folder a partition, as a broker has it. */
export const topicFiles = (engine: TopicEngine): readonly PartitionFiles[] =>
  engine.partitions.map(({ log }, partition) => ({
    folder: `log-${partition}`,
    logStartOffset: log.logStartOffset,
    segmentBytes: log.settings.segmentBytes,
    segments: engine.filesOf(partition),
  }))

const NAMES = Object.fromEntries(Object.entries(HAPPENED).map(([name, code]) => [code, name]))

/** What happened to the logs, a row an event. */
export function* eventRows({ history, logClock }: TopicEngine): Generator<string> {
  yield 'time_s,log_ms,lane,partition,event,from_offset,to_offset,records,words'
  for (let row = 0; row < history.events; row++) {
    const event = history.event(row)
    const { time, lane, partition, kind, from, to, count } = event
    yield [
      (time / 1e6).toFixed(6),
      logClock.at(time),
      lane === 1 ? 'log' : 'whiteboard',
      partition,
      NAMES[kind] ?? '',
      from,
      to,
      count,
      `"${tellEvent(event)}"`,
    ].join(',')
  }
}
