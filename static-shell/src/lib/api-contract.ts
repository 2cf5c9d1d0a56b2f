/**
 * Holds the screens' types to the generated ones: what the API answers must fit what the screens read. A change of a schema that a screen does not
 * understand fails the type check here.
 */
import type { operations } from '@/generated/api';
import type { Brief, BriefSession, Me, MePatch, Message, SystemEvent } from './api-types';

type Success<Responses> = Responses extends { readonly 200: infer Ok } ? Ok : Responses extends { readonly 201: infer Created } ? Created : never;
type Data<Operation extends keyof operations> =
  Success<operations[Operation]['responses']> extends { readonly content: { readonly 'application/json': { readonly data: infer Value } } } ? Value : never;
type Body<Operation extends keyof operations> = operations[Operation] extends {
  readonly requestBody: { readonly content: { readonly 'application/json': infer Value } };
}
  ? Value
  : never;
type Fits<Given, Wanted> = [Given] extends [never] ? false : [Given] extends [Wanted] ? true : false;
type Every<Checks extends readonly true[]> = Checks;

export type ApiContract = Every<
  [
    Fits<Data<'meGet'>, Me>,
    Fits<MePatch, Body<'mePatch'>>,
    Fits<Data<'briefGet'>, Brief>,
    Fits<Data<'briefSessionGet'>, BriefSession>,
    Fits<Data<'briefSessionMessage'>, BriefSession>,
    Fits<Data<'briefSessionMessages'>, readonly Message[]>,
    Fits<Data<'eventsList'>, readonly SystemEvent[]>,
  ]
>;
