import { expose } from 'comlink'
import { InspectorHost } from './host.ts'

expose(new InspectorHost(), self)
