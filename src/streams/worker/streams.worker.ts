import { expose } from 'comlink'
import { StreamsHost } from './host.ts'

expose(new StreamsHost())
