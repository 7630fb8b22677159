import type { SessionClient } from '../../../src/session/client.ts'
import type { Host } from '../../../src/session/host.ts'
import { accept } from '../../../src/shared/outcome.ts'

/** What can be asked of a session, wherever it lives. */
export type Session = Pick<
  SessionClient,
  | 'open'
  | 'pull'
  | 'apply'
  | 'seek'
  | 'stepForward'
  | 'stepBack'
  | 'switchTo'
  | 'removeBranch'
  | 'renameBranch'
  | 'compare'
  | 'series'
  | 'excerpt'
  | 'partitionFiles'
  | 'study'
  | 'link'
  | 'readLink'
  | 'exportRun'
  | 'exportRows'
  | 'importFile'
>

/** A host in this very thread, asked the way a client is. */
export const sessionOf = (host: Host): Session => ({
  open: (request) => host.open(request),
  pull: async (request, spare) => accept(host.pull(request, spare)),
  apply: async (command, time, gesture) => host.apply(command, time, gesture),
  seek: async (time) => accept(host.seek(time)),
  stepForward: async () => accept(host.stepForward()),
  stepBack: async () => accept(host.stepBack()),
  switchTo: async (branch) => host.switchTo(branch),
  removeBranch: async (branch) => host.removeBranch(branch),
  renameBranch: async (branch, name) => host.renameBranch(branch, name),
  compare: async (variant) => host.compare(variant),
  series: async () => accept(host.series()),
  excerpt: async (span) => host.excerpt(span),
  partitionFiles: async (partition) => host.partitionFiles(partition),
  study: async (part) => accept(host.study(part)),
  link: async () => accept(host.link()),
  readLink: (lab, scenario, tokens) => host.readLink(lab, scenario, tokens),
  exportRun: async () => accept(host.exportRun()),
  exportRows: async () => accept(host.exportRows()),
  async importFile(file, name, progress, signal, wish) {
    signal.addEventListener('abort', () => host.cancelImport(), { once: true })
    return host.importFile(file, name, progress, wish)
  },
})
