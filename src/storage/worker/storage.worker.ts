import { expose } from 'comlink'
import { StorageHost } from './host.ts'
import { OpfsRoot } from './opfs-root.ts'

expose(new StorageHost(() => OpfsRoot.find()), self)
