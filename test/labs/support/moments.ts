import { at } from '../../../src/shared/assert.ts'
import type { ScriptedCommand } from '../../../src/engine/kernel/simulation.ts'
import type { Stamped } from '../../../src/engine/kernel/timeline.ts'
import { readLabAddress, type LabAddress } from '../../../src/state/lab-address.ts'
import { FOUND_LABS, type FoundLab } from './found-labs.ts'
import { frameOf, runTo, startRun } from './runs.ts'

/** A moment of a lab, as an address tells it. */
export interface Moment {
  readonly address: LabAddress
  /** What is wrong with the address, in sentences; nothing can be said of the moment then. */
  readonly complaints: readonly string[]
  readonly found: FoundLab
  /** The changes of the address's branch. */
  readonly changes: readonly Stamped<ScriptedCommand>[]
}

/** Reads `lab/keys?scenario=grow&t=20`; null where that is no lab. */
export function momentAt(route: string): Moment | null {
  const [path = '', query = ''] = route.split('?')
  const found = FOUND_LABS.find(({ lab }) => path === `lab/${lab.id}`)
  if (found === undefined) return null
  const { address, complaints } = readLabAddress(query, found.lab)
  const asked = new URLSearchParams(query).get('scenario')
  if (asked !== null && address.scenario !== asked) complaints.push(`there is no scenario ${asked}`)
  const changes = address.branch.flatMap((token) => {
    const [, time = '', text = ''] = /^(\d{1,15})!(.+)$/.exec(token) ?? []
    const command = found.simulation.parseCommand(text)
    if (!command.ok) complaints.push(`"${token}" is no change of this lab`)
    // What a lab reads from a token is plain values, as in a script.
    return command.ok
      ? [{ at: Number(time), command: command.value as ScriptedCommand, scripted: false }]
      : []
  })
  return { address, complaints, found, changes }
}

interface Standing {
  readonly frame: unknown
  readonly found: FoundLab
}

const standing = new Map<string, Standing>()

/** Runs the lab to the moment, once. Throws where the address is wrong, or says no time. */
export function frameAt(route: string): Standing {
  const known = standing.get(route) ?? run(route)
  standing.set(route, known)
  return known
}

function run(route: string): Standing {
  const moment = momentAt(route)
  const time = moment?.address.time ?? null
  if (moment === null || moment.complaints.length > 0 || time === null)
    throw new Error(`${route}: ${moment?.complaints.join() ?? 'no such lab'}`)
  const { address, found, changes } = moment
  const scenario = found.simulation.scenarios.find(({ id }) => id === address.scenario)
  if (scenario === undefined) throw new Error(`${route}: no such scenario`)
  const script = [...scenario.script, ...changes].toSorted((a, b) => a.at - b.at)
  const ran = startRun(found.simulation, { ...scenario, script }, address.seed, address.params)
  runTo(ran, time)
  return { frame: frameOf(ran, found.lab.view.before), found }
}

/** What a lab's lanes say of themselves at a moment: of each, its numbers as they stand on the screen. */
export function numbersAt(route: string): (lane: string, measure: string) => string {
  const { frame, found } = frameAt(route)
  const lanes = found.lab.lanes(frame)
  return (lane, measure) => {
    const values = lanes.find(({ id }) => id === lane)?.values
    const place = found.lab.measures.findIndex(({ id }) => id === measure)
    if (values === undefined || place < 0) throw new Error(`${route} has no ${measure} of ${lane}`)
    return at(values, place).toLocaleString('en', {
      minimumFractionDigits: at(found.lab.measures, place).digits,
      maximumFractionDigits: at(found.lab.measures, place).digits,
    })
  }
}
