import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { FATE } from '../../../../src/engine/log/groups/codes.ts'
import { Ledger } from '../../../../src/engine/log/groups/ledger.ts'
import { Topic } from '../../../../src/engine/log/groups/topic.ts'

const anyAct = fc.record({
  what: fc.constantFrom('produce', 'produce', 'hand', 'hand', 'process', 'process', 'drop', 'commit', 'pass'),
  pick: fc.nat(1_000),
})

it('the ledger counts as lists of what happened do', () => {
  const seen = new Set<number>()
  fc.assert(
    fc.property(fc.array(anyAct, { maxLength: 120 }), fc.boolean(), (acts, dedupes) => {
      const topic = new Topic(2)
      const ledger = new Ledger(topic, 4, dedupes)
      /** Everything that happened, as plain lists. */
      const hands: number[] = []
      const handedOut: number[] = []
      const sink: number[] = []
      const committed = [0, 0]
      const passed = [0, 0]
      const neverSeenWhenPassed = new Set<number>()
      for (const [now, { what, pick }] of acts.entries()) {
        const held = hands[pick % Math.max(1, hands.length)]
        const record = pick % Math.max(1, topic.length)
        if (what === 'produce') {
          topic.append(pick % 4, now)
          ledger.add()
        } else if (what === 'hand' && topic.length > 0) {
          ledger.hand(record, now)
          hands.push(record)
          handedOut.push(record)
        } else if ((what === 'process' || what === 'drop') && held !== undefined) {
          hands.splice(hands.indexOf(held), 1)
          if (what === 'process') sink.push(held)
          if (what === 'process') ledger.process(held, 0, now)
          else ledger.drop(held, now)
        } else if (what === 'commit' || what === 'pass') {
          const partition = pick % 2
          const offset = Math.floor(pick / 2) % (topic.endOf(partition) + 1)
          const list = what === 'commit' ? committed : passed
          list[partition] = Math.max(list[partition] ?? 0, offset)
          if (what === 'commit') ledger.commit(partition, offset, now)
          else ledger.pass(partition, offset, now)
          const passes = what === 'pass' ? offset : 0
          for (let i = 0; i < passes; i++) {
            const there = topic.recordAt(partition, i)
            if (!handedOut.includes(there)) neverSeenWhenPassed.add(there)
          }
        }
      }
      const fateOf = (record: number): number => {
        const [partition, offset] = [topic.partition.get(record), topic.offset.get(record)]
        if (sink.includes(record)) return FATE.processed
        if (hands.includes(record)) return FATE.held
        if (offset < (passed[partition] ?? 0) && !handedOut.includes(record)) return FATE.skipped
        const goesOnAt = Math.max(committed[partition] ?? 0, passed[partition] ?? 0)
        return offset < goesOnAt ? FATE.lost : FATE.waiting
      }
      const fates = Array.from({ length: topic.length }, (_, record) => fateOf(record))
      fates.forEach((fate) => seen.add(fate))
      expect(Array.from({ length: topic.length }, (_, record) => ledger.fateOf(record))).toEqual(fates)
      const { counts } = ledger
      const count = (fate: number): number => fates.filter((one) => one === fate).length
      expect([counts.processed, counts.lost, counts.skipped, counts.held, counts.waiting]).toEqual(
        [FATE.processed, FATE.lost, FATE.skipped, FATE.held, FATE.waiting].map(count),
      )
      expect(counts.duplicates + counts.ignored).toBe(sink.length - new Set(sink).size)
      expect(dedupes ? counts.duplicates : counts.ignored).toBe(0)
      expect(counts.redelivered).toBe(handedOut.length - new Set(handedOut).size)
      expect(counts.deliveries).toBe(handedOut.length)
      expect(counts.inHands).toBe(hands.length)
    }),
    { numRuns: 300 },
  )
  expect(seen.size).toBe(5)
})
