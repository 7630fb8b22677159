import { expose, transfer, type Endpoint } from 'comlink'
import { Host } from './host.ts'
import type { Pulled, PullRequest } from './protocol.ts'
import { READY } from './ready.ts'
import type { LoadSimulation } from './run-file.ts'

/** A host whose frames travel by transfer: their buffers move, nothing is copied. */
class TransferringHost extends Host {
  override pull(request: PullRequest, spare: ArrayBuffer | null): Pulled {
    const pulled = super.pull(request, spare)
    return transfer(pulled, [...pulled.buffers])
  }
}

/** Serves a host on `endpoint` and says that it is ready. */
export function serveSession(endpoint: Endpoint, load: LoadSimulation, clock: () => number): void {
  expose(new TransferringHost(load, clock), endpoint)
  endpoint.postMessage(READY)
}
