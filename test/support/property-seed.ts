import { configureGlobal } from 'fast-check'

/**
 * Property tests draw the same cases in every run, so that a change is judged by itself and not by luck. Other cases:
 * `PROPERTY_SEED=12345 npm run test:unit`, or `random`.
 */
const wanted = process.env['PROPERTY_SEED'] ?? '1'
if (wanted !== 'random') configureGlobal({ seed: Number(wanted) })
