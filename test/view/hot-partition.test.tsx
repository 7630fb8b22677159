import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { TOPICS } from '../../src/engine/ingest/codes.ts'
import type { PartitionsFrame, SpreadFrame } from '../../src/engine/ingest/plane/frame.ts'
import { SECOND } from '../../src/engine/kernel/time.ts'
import { HotPartition, hotPartition } from '../../src/labs/trending/HotPartition.tsx'
import { SpreadBars } from '../../src/labs/trending/SpreadBars.tsx'

const fifty = (usual: number, seventh: number): Float64Array =>
  new Float64Array(50).fill(usual).with(7, seventh)

/** Players' topic with 100 records a second, `seventh` of them in partition 7; what waits there, for half a minute if any. */
function spreadOf(seventh: number, waiting: number): Pick<PartitionsFrame, 'topics' | 'readers' | 'fullest'> {
  const topic: SpreadFrame = {
    records: fifty(1_000, 5_000),
    rate: fifty((100 - seventh) / 49, seventh),
    lag: fifty(0, waiting),
    wait: fifty(0, waiting === 0 ? 0 : 30 * SECOND),
    skew: (50 * Math.max(seventh, (100 - seventh) / 49)) / 100,
  }
  const partition = seventh > 2 ? 7 : 0
  return {
    topics: TOPICS.map(() => topic),
    readers: TOPICS.map(() => 3),
    fullest: { partition, title: 4, aboutTitle: 60, looked: 64 },
  }
}

const say = (spread: ReturnType<typeof spreadOf>): string =>
  renderToStaticMarkup(<HotPartition spread={spread} titleOf={(title) => `title ${title}`} />).replaceAll(
    /<[^>]*>/g,
    '',
  )

test('a partition that gets more than its reader takes is named, with its share, its title and how fast it falls behind', () => {
  const hot = spreadOf(26.5, 400)
  expect(hotPartition(hot)).toBe(7)
  expect(say(hot)).toBe(
    'Partition 7 gets 27 % of players’ events where an even share is 2 %: 13.3 times the mean. Of its newest 64 records 60 are about title 4. 26.5 records a second come in and its reader takes 3.0: it falls behind by 23.5 every second. ',
  )
})

test('others that get too much are counted', () => {
  const readers = TOPICS.map(() => 1.2)
  // 73.5 over 49 is 1.5.
  expect(say({ ...spreadOf(26.5, 400), readers })).toContain('So do the readers of 49 others, more slowly.')
})

test('once less comes in than the reader takes, it is told how long what waits will take it', () => {
  const cooled = spreadOf(1, 400)
  expect(hotPartition(cooled)).toBeNull()
  // 400 records at 3 − 1 a second.
  expect(say(cooled)).toContain('400 records wait in partition 7 from before.')
  expect(say(cooled)).toContain('its reader is at them for 3 min 20 s more.')
  expect(say(spreadOf(2.5, 0))).toBe(
    'No partition is hot. The fullest, 7, has 1.3 times the mean. Every reader keeps up.',
  )
  expect(say({ ...spreadOf(0, 0), fullest: null })).toBe('Nothing has come in yet.')
})

test('the large picture marks the hot place and what a reader takes; it draws no place that is not there', () => {
  const draw = (seventh: number, most: number): string => {
    const spread = spreadOf(seventh, 0)
    const large = { room: 3, hot: hotPartition(spread) }
    return renderToStaticMarkup(
      <SpreadBars
        name="events.playback"
        spread={spread.topics[0] as SpreadFrame} // spreadOf made six
        {...{ top: 0, width: 500, most, chosen: null, large }}
      />,
    )
  }
  const hot = draw(26.5, 26.5)
  expect(hot).toContain('partition 7: 27 % of all')
  // Ten pixels a place; 88 above the floor at 120 the fullest, of which 3 of 26.5 are 10 for its reader.
  expect(hot).toMatch(/class="spread-excess" d="M70,32h9v78(\.\d+)?h-9z?"/)
  expect(hot).toMatch(/class="spread-room" d="M0,110(\.\d+)?H500"/)
  expect(draw(1, 3.3)).toContain('class="spread-excess" d=""')
  expect(draw(1, 3.3)).not.toContain('% of all')
  expect(draw(1, 0)).not.toContain('NaN')
})
