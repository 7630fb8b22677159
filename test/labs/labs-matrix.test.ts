import { loopOverLabs } from './support/lab-loop.ts'

loopOverLabs(3)
