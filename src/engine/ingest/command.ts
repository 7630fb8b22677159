import { accept, refuse, type Outcome } from '../../shared/outcome.ts'
import type { Keying } from './codes.ts'
import { collectorsOf } from './collector.ts'
import type { CollectorConfig, Faults } from './config.ts'
import type { DelayCommand } from './plane/delays.ts'

/** What a person can do to a run. */
export type IngestCommand =
  | { readonly kind: 'crash'; readonly collector: number }
  | { readonly kind: 'faults'; readonly faults: Partial<Faults> }
  | { readonly kind: 'windows'; readonly watermarkMs: number; readonly latenessMs: number }
  | { readonly kind: 'keying'; readonly keying: Keying }
  | DelayCommand

/**
 * Whether a command can be carried out, and in a few words what it does: the same where one worker has all events and where
 * several share them. `isHit`: a collector is down, or about to crash.
 */
export function judge(
  command: Exclude<IngestCommand, DelayCommand>,
  config: CollectorConfig,
  isHit: boolean,
): Outcome<string> {
  switch (command.kind) {
    case 'crash': {
      const { collector } = command
      const collectors = collectorsOf(config)
      if (!Number.isInteger(collector) || collector < 0 || collector >= collectors)
        return refuse(`there is no collector ${collector} of ${collectors}`)
      if (isHit) return refuse('a collector is down already; it is back within seconds')
      return accept(`collector ${collector} crashes`)
    }
    case 'faults':
      return accept(`faults: ${Object.keys(command.faults).join(', ')}`)
    case 'windows': {
      const { watermarkMs, latenessMs } = command
      if (!(watermarkMs >= 0 && latenessMs >= 0)) return refuse('watermark and lateness are 0 ms and more')
      return accept(`watermark ${watermarkMs} ms, lateness ${latenessMs} ms`)
    }
    case 'keying':
      return accept(`keyed by ${command.keying}`)
  }
}
