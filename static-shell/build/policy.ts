import { createHash } from 'node:crypto';

const MARK = '<meta name="policy">';

function hash(text: string): string {
  return `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;
}

/** The hashes of every inline element of one kind, sorted so that two builds agree. */
function inlineHashes(html: string, tag: 'script' | 'style'): string[] {
  const found = new Set<string>();
  for (const [, attributes = '', text = ''] of html.matchAll(new RegExp(`<${tag}\\b([^>]*)>([\\s\\S]*?)</${tag}>`, 'g'))) {
    if (!/\bsrc=/.test(attributes) && text !== '') found.add(hash(text));
  }
  return [...found].sort();
}

/**
 * The page's policy. Clerk's bot check is the one foreign script, and only the pages that sign people up may load it.
 * What a meta element cannot say (frame-ancestors and friends) comes as headers from whoever serves the pages.
 */
export function policyOf(html: string): string {
  const check = html.includes('id="clerk-captcha"') ? ['https://challenges.cloudflare.com'] : [];
  const directives: [string, string[]][] = [
    ['default-src', ["'self'"]],
    ['script-src', ["'self'", ...check, ...inlineHashes(html, 'script')]],
    ['style-src', ["'self'", ...inlineHashes(html, 'style')]],
    ['img-src', ["'self'", 'data:', 'https://img.clerk.com']],
    ['connect-src', ["'self'", ...check]],
    ['frame-src', check.length > 0 ? check : ["'none'"]],
    ['worker-src', ["'self'", 'blob:']],
    ['object-src', ["'none'"]],
    ['base-uri', ["'none'"]],
    ['form-action', ["'self'"]],
  ];
  return directives.map(([name, values]) => `${name} ${values.join(' ')}`).join('; ');
}

/** Puts the policy where the layout left its mark, ahead of every script and style. */
export function withPolicy(html: string, page: string): string {
  const markup = html.replace(/(<script\b[^>]*>)[\s\S]*?<\/script>/g, '$1</script>');
  if (/<[a-z][^>]*\sstyle="/i.test(markup)) throw new Error(`${page} has a style attribute, which the policy refuses`);
  if (!html.includes(MARK)) throw new Error(`${page} does not use the base layout: no place for its content security policy`);
  return html.replace(MARK, () => `<meta http-equiv="content-security-policy" content="${policyOf(html)}">`);
}
