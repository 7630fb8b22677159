import { expose } from 'comlink'
import { MillionHost } from './host.ts'

expose(new MillionHost())
