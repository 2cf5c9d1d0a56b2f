import type { SectionName } from '@/lib/api-types';

/** How somebody might answer, in the words of their trade. */
export interface Example {
  readonly who: string;
  readonly words: string;
}

const said = (plumber: string, physiotherapist: string, founder: string): readonly Example[] => [
  { who: 'A plumber', words: plumber },
  { who: 'A physiotherapist', words: physiotherapist },
  { who: 'A maker of candles', words: founder },
];

/** What an answer about each section can look like. They are nobody's: nothing of them is taken down. */
export const EXAMPLES: Readonly<Record<SectionName, readonly Example[]>> = {
  identity: said(
    'I run Marsh Heating. We repair boilers and fit bathrooms in Norwich, since 2009.',
    'Riverside Physio is a practice in Graz. I treat backs, knees and people after an operation.',
    'I make candles by hand. The shop is called Wick & Wren, and I began two years ago.',
  ),
  audience: said(
    'Families with an old boiler, and landlords with three or four flats in town.',
    'Runners, and people over fifty whose back has hurt for months.',
    'People who look for a present under £30, and cafés that sell my candles on.',
  ),
  offerings: said(
    'A call-out is £70, a boiler service £95, a new bathroom from £3,000.',
    'A first visit of 60 minutes is €85, each one after it €60.',
    'Small candles at £12, large ones at £24, and a box of three for £45.',
  ),
  positioning: said(
    'We come when we said we would, and the price is the one on the quote.',
    'I take time. Everybody leaves with two exercises that they can do at home.',
    'Only beeswax from farms around here, and you can smell everything before you buy.',
  ),
  operations: said(
    'Monday to Friday, 8 to 5. I drive up to 20 miles, and my son works with me.',
    'Tuesday to Saturday by appointment. You get a reminder the day before.',
    'I pour on Mondays, post on Wednesdays, and sell at the market on Saturdays.',
  ),
  goals: said(
    'Two bathrooms a month, and fewer calls at night.',
    'A full week by autumn, and a second room next year.',
    'Half of what I sell through my own shop, not through others.',
  ),
  proof: said(
    'Gas Safe registered, and 84 reviews with 4.9 stars.',
    'Fifteen years in a hospital, and a letter from the local running club.',
    'Sold out three Christmas markets in a row.',
  ),
};
