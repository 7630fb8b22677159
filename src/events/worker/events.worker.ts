import { expose } from 'comlink'
import { EventsHost } from './host.ts'

expose(new EventsHost(), self)
