import { describe, expect, test } from 'vitest'
import { CASCADE_SCENARIOS } from '../../src/labs/cascade/scenarios.ts'
