import { defaultsOf } from '../../../../src/shared/params.ts'
import { Columns } from '../../../../src/engine/kernel/columns.ts'
import { SECOND } from '../../../../src/engine/kernel/time.ts'
import type { TopicCommand } from '../../../../src/engine/log/topic/config.ts'
import type { TopicFrame } from '../../../../src/engine/log/topic/frame.ts'
import { summarise, type LaneSummary } from '../../../../src/engine/log/topic/measures.ts'
import { TOPIC_SETTINGS, type TopicSettings } from '../../../../src/engine/log/topic/settings.ts'
import { TopicEngine } from '../../../../src/engine/log/topic/topic-engine.ts'
import { LOG_SCENARIOS } from '../../../../src/labs/log/scenarios.ts'

/** Settings that differ from the defaults. */
export const settingsOf = (some: Partial<TopicSettings>): TopicSettings => ({
  ...(defaultsOf(TOPIC_SETTINGS) as unknown as TopicSettings), // the table's own defaults
  ...some,
})

export const topic = (some: Partial<TopicSettings> = {}, seed = 1): TopicEngine =>
  new TopicEngine({ seed, settings: settingsOf(some) })

/** A scenario of the lab, some of its settings changed. */
export function scenario(
  id: (typeof LOG_SCENARIOS)[number]['id'],
  some: Partial<TopicSettings> = {},
): TopicEngine {
  const found = LOG_SCENARIOS.find((one) => one.id === id)
  if (found === undefined) throw new Error(`no scenario ${id}`)
  return topic({ ...(found.params as Partial<TopicSettings>), ...some }, found.seed)
}

export const frameOf = (engine: TopicEngine): TopicFrame =>
  engine.frame({ from: 0, to: engine.now }, new Columns())

export const lanes = (engine: TopicEngine): { readonly drawn: LaneSummary; readonly log: LaneSummary } => {
  const [drawn, log] = summarise(engine) as readonly [LaneSummary, LaneSummary] // the whiteboard, then the log
  return { drawn, log }
}

/** Goes to `seconds`, and fails where a command is refused. */
export function at(engine: TopicEngine, seconds: number, ...commands: readonly TopicCommand[]): TopicEngine {
  engine.advance(seconds * SECOND)
  for (const command of commands) {
    const done = engine.apply(command)
    if (!done.ok) throw new Error(`${command.kind}: ${done.problem.what}`)
  }
  return engine
}

/** Every check that does not hold. */
export const broken = (engine: TopicEngine): readonly string[] =>
  engine
    .checks()
    .filter(({ predicted, measured, tolerance }) => !(Math.abs(predicted - measured) <= tolerance))
    .map(({ id, predicted, measured }) => `${id}: ${predicted} predicted, ${measured} measured`)
