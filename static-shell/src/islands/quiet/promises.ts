import type { Brief, FieldValue } from '@/lib/api-types';
import type { CategoryKey } from '@/lib/routes';

/** What each category will do for this business, in the business's own terms where the Brief has them. */
export interface Promised {
  readonly opening: string;
  readonly points: readonly string[];
}

export interface Business {
  readonly name: string;
  readonly offerings: string | null;
  readonly audience: string | null;
  readonly area: string | null;
  readonly hours: string | null;
  readonly team: string | null;
  readonly proof: string | null;
}

/** A value goes into the middle of a sentence, whose full stop it must not bring along. */
function inSentence(text: string): string {
  return text.trim().replace(/[.;,\s]+$/u, '');
}

function first(value: FieldValue | undefined): string | null {
  if (value === undefined || value.length === 0) return null;
  if (typeof value === 'string') return inSentence(value);
  const [item] = value;
  if (item === undefined) return null;
  return inSentence(typeof item === 'string' ? item : item.name);
}

const series = new Intl.ListFormat('en', { type: 'conjunction' });

function several(value: FieldValue | undefined): string | null {
  if (value === undefined || typeof value === 'string' || value.length === 0) return first(value);
  const names = value.slice(0, 3).map((item) => inSentence(typeof item === 'string' ? item : item.name));
  return series.format(names);
}

export function businessOf(brief: Brief | null): Business {
  const sections = brief?.sections;
  return {
    name: first(sections?.identity.fields.name) ?? 'your business',
    offerings: several(sections?.offerings.fields.items),
    audience: several(sections?.audience.fields.who),
    area: first(sections?.operations.fields.area) ?? first(sections?.identity.fields.place),
    hours: first(sections?.operations.fields.hours),
    team: first(sections?.operations.fields.team),
    proof: first(sections?.proof.fields.items),
  };
}

type Category = Exclude<CategoryKey, 'strategy'>;

/**
 * A point is told in the business's terms when they are known, and plainly otherwise. Those terms are the owner's own words, so they stand
 * after a colon: inside a sentence their capitals and verbs would read wrong.
 */
function known(value: string | null, told: (value: string) => string, plain: string): string {
  return value === null ? plain : told(value);
}

export function promiseOf(category: Category, business: Business): Promised {
  switch (category) {
    case 'brand':
      return {
        opening: `Brand puts ${business.name} on a page of its own, written from your Brief.`,
        points: [
          known(business.offerings, (it) => `A site that changes when your Brief changes, with what you offer on it: ${it}.`, 'A site that shows what you offer, and changes when your Brief changes.'),
          known(business.audience, (it) => `Words that speak to the people you want to reach: ${it}.`, 'Words that speak to the people you want to reach.'),
          known(business.proof, (it) => `What speaks for you, where people look for it: ${it}.`, 'What speaks for you, where people look for it.'),
        ],
      };
    case 'sales':
      return {
        opening: `Sales keeps every inquiry to ${business.name} in one place until it is won or closed.`,
        points: [
          known(business.offerings, (it) => `Someone asks: you see it at once, with what they said, where they came from and what it is about: ${it}.`, 'Someone asks: you see it at once, with what they said and where they came from.'),
          known(business.audience, (it) => `A first answer, drafted in your tone, for you to send. It knows whom you serve: ${it}.`, 'A first answer, drafted in your tone, for you to send.'),
          'Every open inquiry has a next step, or is listed as having none.',
        ],
      };
    case 'finance':
      return {
        opening: `Finance turns finished work at ${business.name} into paid work.`,
        points: [
          known(business.offerings, (it) => `Quotes and invoices that know your prices: ${it}.`, 'Quotes and invoices that know your prices.'),
          'Who owes you what, and a polite reminder before it gets old.',
          'Nothing is sent or charged without your word.',
        ],
      };
    case 'operations':
      return {
        opening: `Operations keeps the days of ${business.name} in order.`,
        points: [
          known(business.hours, (it) => `Appointments that fit your hours: ${it}.`, 'Appointments that fit your hours.'),
          known(business.area, (it) => `Jobs sorted by where they are. Your area: ${it}.`, 'Jobs sorted by where they are.'),
          'What is promised to whom, and by when.',
        ],
      };
    case 'team':
      return {
        opening: `Team lets the people around ${business.name} work in the same place, each with their own part.`,
        points: [
          known(business.team, (it) => `Room for the people you named: ${it}.`, 'Room for the people you work with.'),
          'Each sees what they need, and nothing else.',
          'Who did what stands in Activity, for everyone to see.',
        ],
      };
    case 'legal':
      return {
        opening: `Legal keeps the papers of ${business.name} where you find them.`,
        points: [
          known(business.offerings, (it) => `Terms that fit what you do: ${it}.`, 'Terms that fit what you do.'),
          'Consent and deletion for the people who write to you, done properly.',
          'What runs out soon: certificates, contracts, insurance.',
        ],
      };
  }
}
