import { expose } from 'comlink'
import { SpeedHost } from './host.ts'

expose(new SpeedHost())
