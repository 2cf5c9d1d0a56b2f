import { Window } from 'happy-dom';

/** What may never stand in an address: addresses are kept in histories, logs and referrers. */
const SECRET = /(?:^|[?&#;])(?:[\w-]*(?:password|passwd|secret|token|session|api_?key|credential|otp)|pw|code)=/i;
const ADDRESSES = ['href', 'src', 'action', 'formaction', 'poster', 'data', 'srcset', 'ping', 'cite'];
const SECRET_FIELD = /password|one-time-code|cc-/;

type Dom = Window['document'];
type Found = ReturnType<Dom['querySelectorAll']>[number];

function parse(html: string): { document: Dom; done: () => void } {
  const window = new Window({ settings: { disableJavaScriptFileLoading: true, disableCSSFileLoading: true } });
  window.document.write(html.replace(/<style\b[\s\S]*?<\/style>/g, ''));
  return { document: window.document, done: () => void window.happyDOM.abort() };
}

function shortly(element: Found): string {
  const id = element.getAttribute('id') ?? element.getAttribute('data-step') ?? element.getAttribute('name') ?? '';
  return `<${element.tagName.toLowerCase()}${id === '' ? '' : ` ${id}`}>`;
}

function isSecretField(input: Found): boolean {
  const said = ['type', 'name', 'id', 'autocomplete'].map((name) => input.getAttribute(name) ?? '').join(' ');
  return SECRET_FIELD.test(said);
}

function isPost(element: Found, attribute: string): boolean {
  return element.getAttribute(attribute)?.toLowerCase() === 'post';
}

/** A form that the browser would send by itself before a script listens, or that sends what was typed in its address. */
function formFaults(document: Dom): string[] {
  return [...document.querySelectorAll('form')].flatMap((form) => {
    const faults = isPost(form, 'method') ? [] : [`${shortly(form)} does not say method="post": what is typed would go into the address`];
    const submits = [...form.querySelectorAll('button, input')].filter((one) =>
      one.tagName === 'BUTTON' ? (one.getAttribute('type') ?? 'submit') === 'submit' : ['submit', 'image'].includes(one.getAttribute('type') ?? ''),
    );
    if (submits.length === 0) faults.push(`${shortly(form)} has no button, so that Enter sends it before a script listens`);
    for (const one of submits) {
      if (!one.hasAttribute('disabled')) faults.push(`${shortly(form)} has a button that works before a script listens: let it start disabled`);
    }
    return faults;
  });
}

function fieldFaults(document: Dom): string[] {
  const lonely = [...document.querySelectorAll('input, textarea, select')].filter((input) => isSecretField(input) && input.closest('form') === null);
  const strays = [...document.querySelectorAll('[form]')];
  const methods = [...document.querySelectorAll('[formmethod]')].filter((one) => !isPost(one, 'formmethod'));
  const cutting = [...document.querySelectorAll('[maxlength]')];
  return [
    ...cutting.map((input) => `${shortly(input)} cuts what is pasted, and says nothing: check it, and say what is too long`),
    ...lonely.map((input) => `${shortly(input)} takes a secret outside a form`),
    ...strays.map((one) => `${shortly(one)} names its form by id: keep it inside, where this check sees it`),
    ...methods.map((one) => `${shortly(one)} changes the method of its form`),
  ];
}

function attributeFaults(document: Dom): string[] {
  return [...document.querySelectorAll('*')].flatMap((element) =>
    [...element.attributes].flatMap(({ name, value: given }) => {
      const value = given ?? '';
      if (/^on/i.test(name)) return [`${shortly(element)} has an inline handler, ${name}`];
      if (!ADDRESSES.includes(name)) return [];
      if (/^\s*(?:javascript|vbscript):/i.test(value)) return [`${shortly(element)} runs its address as a script`];
      return SECRET.test(value) || /\/\/[^/?#]*@/.test(value) ? [`${shortly(element)} carries a secret in its address`] : [];
    }),
  );
}

/** What a built page may not hold, each fault as a sentence that names the page. */
export function faultsIn(html: string, page: string): string[] {
  const { document, done } = parse(html);
  try {
    return [...formFaults(document), ...fieldFaults(document), ...attributeFaults(document)].map((fault) => `${page}: ${fault}`);
  } finally {
    done();
  }
}

/** Scripts that put a secret into an address which they build. */
export function faultsInScript(code: string, file: string): string[] {
  return /[?&](?:password|token|secret|code)=\$?\{?/i.test(code) ? [`${file}: builds an address with a secret in it`] : [];
}
