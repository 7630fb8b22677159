import { fileName } from '../segment/segment-files.ts'
import { tellEvent } from './explain.ts'
import { HAPPENED } from './codes.ts'
import type { TopicEngine } from './topic-engine.ts'

/**
 * Every file of the topic as it stands now, by its path as a broker has it: `log-0/00000000000000000000.log` and so on,
 * with `.index` and `.timeindex` beside it. The bytes are where the engine has them: copy what is to be kept.
 */
export function topicFiles(engine: TopicEngine): ReadonlyMap<string, Uint8Array> {
  const files = new Map<string, Uint8Array>()
  engine.partitions.forEach((_, partition) => {
    for (const { baseOffset, log, index, timeIndex } of engine.filesOf(partition)) {
      const folder = `log-${partition}`
      files.set(`${folder}/${fileName(baseOffset, 'log')}`, log)
      if (index !== null) files.set(`${folder}/${fileName(baseOffset, 'index')}`, index)
      if (timeIndex !== null) files.set(`${folder}/${fileName(baseOffset, 'timeindex')}`, timeIndex)
    }
  })
  return files
}

const NAMES = Object.fromEntries(Object.entries(HAPPENED).map(([name, code]) => [code, name]))

/** What happened to the logs, a row an event. */
export function* eventRows({ history, clock }: TopicEngine): Generator<string> {
  yield 'time_s,log_ms,lane,partition,event,from_offset,to_offset,records,words'
  for (let row = 0; row < history.events; row++) {
    const event = history.event(row)
    const { time, lane, partition, kind, from, to, count } = event
    yield [
      (time / 1e6).toFixed(6),
      clock.at(time),
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
