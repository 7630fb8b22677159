import { SECOND } from '../../engine/kernel/time.ts'
import type { Action } from '../../stage/define-lab.ts'

const seek = (seconds: number): Action => ({ do: 'seek', to: seconds * SECOND })
const give = (command: unknown, seconds: number): Action => ({ do: 'command', command, at: seconds * SECOND })

/** For each scenario, actions after which every step of its lesson is ticked. A test carries them out. */
export const solutions: Readonly<Record<string, readonly Action[]>> = {
  merges: [
    seek(15),
    give({ kind: 'checkout', branch: 'main' }, 15),
    give({ kind: 'branch', at: null }, 15),
    give({ kind: 'commit' }, 15),
    give({ kind: 'checkout', branch: 'main' }, 15),
    give({ kind: 'merge', branch: 'idea' }, 15),
  ],
  line: [
    seek(5),
    give({ kind: 'branch', at: null }, 5),
    give({ kind: 'commit' }, 5),
    give({ kind: 'checkout', branch: 'main' }, 5),
    give({ kind: 'merge', branch: 'fix' }, 5),
  ],
  amend: [seek(10), give({ kind: 'amend', back: 2 }, 10), seek(15)],
  dropped: [seek(12.5), give({ kind: 'branch', at: 12 }, 12.5)],
}
