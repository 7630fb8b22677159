import * as fc from 'fast-check'
import { readParamValue, type Params, type ParamSpec, type ParamValue } from '../../../src/shared/params.ts'

/** Any value that `spec` allows, its bounds more often than chance would have them. */
export function anyValue(spec: ParamSpec): fc.Arbitrary<ParamValue> {
  switch (spec.kind) {
    case 'switch':
      return fc.boolean()
    case 'choice':
      return fc.constantFrom(...spec.options.map(({ value }) => value))
    case 'list':
      return fc
        .shuffledSubarray(
          spec.options.map(({ value }) => value),
          { minLength: 1 },
        )
        .map((chosen): ParamValue => chosen)
    case 'number':
      return fc
        .oneof(
          fc.constantFrom(spec.min, spec.max, spec.default),
          fc.double({ min: spec.min, max: spec.max, noNaN: true }),
        )
        .map((value) => readParamValue(spec, value).value)
  }
}

/** A value for each parameter of a table. */
export const anyParams = (specs: readonly ParamSpec[]): fc.Arbitrary<Params> =>
  fc.record(Object.fromEntries(specs.map((spec) => [spec.key, anyValue(spec)])))
