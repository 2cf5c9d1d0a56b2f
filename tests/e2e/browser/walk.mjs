// A person who does anything in any order, on two tabs and a second device, against a model of the Brief that knows only what they meant.
import assert from 'node:assert/strict';
import { becomes, open } from './browser.mjs';
import { answer, ANSWERS, approve, signUp } from './owner.mjs';
import { wordsOfPdf } from './pdf.mjs';

const PASSWORD = 'a calm and long pass phrase';
const WORDS = ['calm', 'tidy', 'early', 'honest', 'patient', 'careful', 'ready', 'quiet', 'thorough', 'friendly', 'plain', 'steady'];
const SHAPES = ['We stay {}.', 'People find us {}.', 'Ещё мы {} 🙂.', 'Mir sind {}, auch am Abend.', 'We are {}\nand mean it.', '“{}” is what they say.'];

/** The same numbers for the same seed (mulberry32). */
function randomOf(seed) {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), 1 | state);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return Math.floor((((x ^ (x >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

/** A document is made and read again after so many actions: approving takes as long as several of them, a PDF as long as a few more. */
const BETWEEN_DOCUMENTS = 20;

/** Letters and figures alone: a PDF has its own spaces and lines, and signs in fonts of their own. */
const squeezed = (text) => text.normalize('NFKC').replace(/[^\p{L}\p{N}]+/gu, '');

const plain = (text) => text.replace(/\s+/g, ' ').trim();

/** Statements by section, in order: what the owner has meant so far. */
class Model {
  sections = {};

  static of(draft) {
    const model = new Model();
    for (const [name, { statements }] of Object.entries(draft)) model.sections[name] = statements.map(({ id, text }) => ({ id, text }));
    return model;
  }

  all() {
    return Object.entries(this.sections).flatMap(([section, statements]) => statements.map((one) => ({ section, ...one })));
  }

  edit({ section, id }, text) {
    this.sections[section].find((one) => one.id === id).text = text;
  }

  remove({ section, id }) {
    this.sections[section] = this.sections[section].filter((one) => one.id !== id);
  }

  /** What an answer adds; nothing that stood there may go for it. */
  add(draft) {
    const after = Model.of(draft);
    const known = new Set(this.all().map(({ id }) => id));
    const left = Object.fromEntries(Object.entries(after.sections).map(([name, list]) => [name, list.filter(({ id }) => known.has(id))]));
    assert.deepEqual(left, this.sections, 'an answer adds, and touches nothing else');
    this.sections = after.sections;
  }
}

function draftOf(page) {
  return page.evaluate(async () => {
    const answered = await fetch('/api/v1/brief/sessions/current');
    return answered.ok ? (await answered.json()).data.session.draft : null;
  });
}

async function assertStored(page, model, what) {
  let stored;
  for (let left = 100; left > 0; left--) {
    const draft = await draftOf(page);
    stored = draft === null ? undefined : Model.of(draft).sections;
    if (JSON.stringify(stored) === JSON.stringify(model.sections)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.deepEqual(stored, model.sections, what);
}

/** Unfolds everything, as somebody who looks for a fact does. */
async function unfold(page) {
  await page.evaluate(() => document.querySelectorAll('[data-testid=brief-panel] [data-fold][aria-expanded=false]').forEach((button) => button.click()));
  await becomes(page, () => document.querySelector('[data-testid=brief-panel] [data-fold][aria-expanded=false]') === null);
}

async function assertShown(page, model, what) {
  await unfold(page);
  const shown = await page.evaluate(() =>
    Object.fromEntries(
      [...document.querySelectorAll('[data-testid=brief-panel] [data-section]')].map((section) => [
        section.dataset.section,
        [...section.querySelectorAll('[data-statement]')].map((row) => row.querySelector('.words')?.innerText ?? `being edited: ${row.querySelector('textarea')?.value}`),
      ]),
    ),
  );
  for (const [section, statements] of Object.entries(model.sections)) {
    assert.deepEqual(shown[section].map(plain), statements.map(({ text }) => plain(text)), `${what}: ${section}`);
  }
}

/** Somebody's window on it, and what has become different elsewhere since it was loaded. */
class Place {
  stale = new Set();

  constructor(name, page, context) {
    Object.assign(this, { name, page, context });
  }

  async load() {
    await this.page.goto('/strategy');
    await becomes(this.page, () => document.querySelector('[data-testid=brief-panel], [data-testid=resting]') !== null);
    // Approved, the conversation rests until one has something to change.
    if (await this.page.getByTestId('resting').isVisible()) await this.page.getByTestId('talk-again').click();
    await this.page.getByTestId('brief-panel').first().waitFor();
    await this.page.getByTestId('message-copilot').first().waitFor();
    this.stale.clear();
  }

  row({ id }) {
    return this.page.locator(`[data-testid=brief-panel] [data-statement="${id}"]`);
  }

  async settled() {
    await becomes(this.page, () => document.querySelector('[data-testid^=fact-], .statement.is-edited, [data-testid^=answer-]') === null);
  }

  async write(fact, text) {
    await unfold(this.page);
    await this.row(fact).hover();
    await this.row(fact).locator('[data-edit]').click();
    await this.row(fact).locator('textarea').fill(text);
  }

  async edit(fact, text) {
    await this.write(fact, text);
    await this.page.keyboard.press('Enter');
  }
}

/**
 * Walks, and compares after each action what is stored with what was meant; now and then, and at the end, what is shown, printed and exported.
 *
 * @returns how often each kind of action was taken
 */
export async function walk({ browser, cloud, actions, seed, email, log = () => undefined }) {
  const random = randomOf(seed);
  const pick = (list) => list[random(list.length)];
  const { context, page } = await open(browser, cloud.origin);
  await signUp(page, email, PASSWORD);
  for (const text of ANSWERS) await answer(page, text);
  const model = Model.of(await draftOf(page));
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  const places = [new Place('tab 1', page, context), new Place('tab 2', await context.newPage(), context)];
  const device = await open(browser, cloud.origin);
  await device.page.goto('/sign-in');
  await device.page.getByLabel('E-mail', { exact: true }).fill(email);
  await device.page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await device.page.getByTestId('submit').click();
  await device.page.waitForURL('**/strategy');
  places.push(new Place('device', device.page, device.context));
  for (const place of places) await place.load();

  let number = 0;
  const words = () => `${pick(SHAPES).replace('{}', `${pick(WORDS)}, ${pick(WORDS)} and ${pick(WORDS)}`)}${'!'.repeat(number++ % 3)}`;
  const touched = (place, fact) => places.filter((one) => one !== place).forEach((one) => one.stale.add(fact.id));
  /** A fact that this place knows as it is; it looks again where all have changed. */
  const known = async (place) => {
    const facts = () => model.all().filter(({ id }) => !place.stale.has(id));
    if (facts().length === 0 || random(4) === 0) await place.load();
    return pick(facts());
  };

  const kinds = {
    async edit(place) {
      const fact = await known(place);
      const text = words();
      await place.edit(fact, text);
      model.edit(fact, text);
      touched(place, fact);
    },
    async remove(place) {
      await place.load();
      const fact = pick(model.all());
      await unfold(place.page);
      await place.row(fact).hover();
      await place.row(fact).locator('button[title=Remove]').click();
      const undo = place.page.locator('.toast').filter({ hasText: 'Removed' }).getByRole('button', { name: 'Undo' }).last();
      await undo.waitFor();
      if (random(3) > 0 || model.all().length < 6) {
        await undo.focus(); // It stays while it is in use.
        await undo.click();
        await place.row(fact).locator('[data-edit]').waitFor();
      } else {
        model.remove(fact);
        touched(place, fact);
      }
    },
    async answer(place) {
      await place.load();
      await answer(place.page, `We also help ${pick(WORDS)} ${pick(['schools', 'farms', 'shops', 'offices', 'hotels'])} near the river, number ${'i'.repeat((number++ % 9) + 1)}.`);
      await place.settled();
      const before = new Set(model.all().map(({ id }) => id));
      model.add(await draftOf(place.page));
      for (const fact of model.all()) if (!before.has(fact.id)) touched(place, fact);
    },
    async reload(place) {
      await place.page.reload();
      await place.page.getByTestId('message-copilot').first().waitFor();
      place.stale.clear();
      await assertShown(place.page, model, `${place.name} after a reload`);
    },
    async back(place) {
      await place.page.getByTestId('nav-activity').click();
      await place.page.getByTestId('event').first().waitFor();
      await place.page.goBack();
      await place.page.getByTestId('composer').waitFor();
      if (random(2) === 0) {
        await place.page.goForward();
        await place.page.getByTestId('event').first().waitFor();
        await place.page.goBack();
        await place.page.getByTestId('composer').waitFor();
      }
    },
    async offline(place) {
      const fact = await known(place);
      await place.context.setOffline(true);
      const text = words();
      await place.edit(fact, text);
      await place.page.getByTestId('fact-waiting').waitFor();
      if (random(2) === 0) {
        await place.page.reload();
        await place.page.getByTestId('fact-waiting').waitFor();
      }
      await place.context.setOffline(false);
      await place.page.getByRole('button', { name: 'Send now' }).click();
      model.edit(fact, text);
      touched(place, fact);
    },
    async leave(place) {
      await place.load();
      const fact = pick(model.all());
      const text = words();
      await place.write(fact, text);
      await place.page.reload();
      await becomes(place.page, (wanted) => document.querySelector('.statement.is-edited textarea')?.value === wanted, text);
      await place.row(fact).getByRole('button', { name: 'Save', exact: true }).click();
      model.edit(fact, text);
      touched(place, fact);
    },
  };
  const often = ['edit', 'edit', 'edit', 'edit', 'remove', 'remove', 'answer', 'reload', 'back', 'offline', 'leave'];
  const counts = {};
  for (let at = 0; at < actions; at++) {
    const kind = model.all().length > 40 && random(2) === 0 ? 'remove' : pick(often.filter((one) => one !== 'answer' || model.all().length < 60));
    const place = pick(places);
    const what = `seed ${seed}, action ${at}: ${kind} on ${place.name}`;
    log(what);
    try {
      await kinds[kind](place);
      await place.settled();
      await assertStored(place.page, model, what);
    } catch (cause) {
      throw new Error(`${what}: ${cause.message}`, { cause });
    }
    counts[kind] = (counts[kind] ?? 0) + 1;
    if ((at + 1) % BETWEEN_DOCUMENTS === 0 && at + 1 < actions) {
      await assertDocument(page, model, `seed ${seed}, after action ${at}`);
      // Talked about anew: the first change begins the next conversation, which every place then knows.
      await places[0].load();
      const fact = pick(model.all());
      const text = words();
      await places[0].edit(fact, text);
      model.edit(fact, text);
      await places[0].settled();
      await assertStored(page, model, 'the first change of the next conversation');
      for (const one of places) await one.load();
    }
  }
  for (const place of places) {
    await place.load();
    await assertShown(place.page, model, `${place.name} at the end`);
  }
  await assertDocument(page, model, `seed ${seed}, at the end`);
  await context.close();
  await device.context.close();
  return counts;
}

/** Approved, it is the same on the screen, on paper, in its files and for the API. */
async function assertDocument(page, model, when) {
  await page.goto('/strategy');
  await page.locator('[data-testid=draft-now], [data-testid=to-review]').click();
  await page.waitForURL('**/strategy/review');
  await page.getByTestId('review').waitFor();
  // Whatever it asks about; a section that says nothing has only the other way.
  await becomes(page, () => {
    const [open] = document.querySelectorAll('[data-testid^="accept-"]:not([data-testid="accept-all"]), section:not(:has([data-testid^="accept-"])) [data-testid^="leave-"]:not([aria-label^="Decide"])');
    open?.click();
    return open === undefined && document.querySelector('[data-testid=approve]:enabled') !== null;
  });
  await approve(page);
  await page.goto('/strategy/brief');
  await page.getByTestId('brief').waitFor();
  const { sections, markdown, json, pdf } = await page.evaluate(async () => {
    const read = async (path) => (await (await fetch(`/api/v1${path}`)).json()).data;
    const [brief, text, facts, pages] = await Promise.all([read('/brief'), ...['markdown', 'json', 'pdf'].map((format) => read(`/brief/export/${format}`))]);
    return { sections: brief.sections, markdown: text.content, json: JSON.parse(facts.content), pdf: pages.content };
  });
  assert.deepEqual(Model.of(sections).sections, model.sections, `what is stored, ${when}`);
  const inPdf = squeezed(await wordsOfPdf(pdf));
  const texts = model.all().map(({ text }) => plain(text));
  const inFile = JSON.stringify(json);
  for (const text of model.all().map((one) => one.text)) assert.ok(inFile.includes(JSON.stringify(text).slice(1, -1)), `the JSON file has: ${text}`);
  const shown = plain(await page.getByTestId('brief').innerText());
  await page.emulateMedia({ media: 'print' });
  const printed = plain(await page.getByTestId('brief').innerText());
  await page.emulateMedia({ media: null });
  const bare = plain(markdown.replace(/<br>/g, ' ').replace(/\\([\\`*_{}[\]()#+.!|<>~-])/g, '$1'));
  // What was said in the conversation is read and put into tables. What was written over it stands as it was written; a table leaves out how it ends.
  const said = texts.filter((text) => !ANSWERS.some((one) => one.includes(text))).map((text) => text.replace(/[.!]+$/, ''));
  // And a table begins as the value does that was read: "quiet schools" where the sentence is "Quiet schools".
  const has = (all, text) => all.includes(text) || all.includes(text[0].toLowerCase() + text.slice(1));
  for (const text of said) {
    for (const [where, all] of Object.entries({ screen: shown, paper: printed })) assert.ok(has(all, text), `the ${where} says: ${text}\n\n${all}`);
    assert.ok(has(inPdf, squeezed(text)), `the PDF says, ${when}: ${text}\n\n${inPdf}`);
    assert.ok(has(bare, text) || has(plain(bare.replace(/[>\-]/g, '')), plain(text.replace(/[>\-]/g, ''))), `the Markdown file says: ${text}\n\n${bare}`);
  }
}
