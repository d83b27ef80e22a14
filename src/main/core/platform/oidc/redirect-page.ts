/** The page that ends a sign-in in the browser. Pure. */

const texts = {
  en: {
    done: ['You are signed in', 'You can close this tab and return to Sardonyx.'],
    failed: [
      'The sign-in did not succeed',
      'Return to Sardonyx: it says why and what to do. You can close this tab.',
    ],
    unknown: ['This sign-in is over', 'Start again from Sardonyx. You can close this tab.'],
  },
  fr: {
    done: ['Vous êtes connecté', 'Vous pouvez fermer cet onglet et revenir à Sardonyx.'],
    failed: [
      'La connexion n’a pas abouti',
      'Revenez à Sardonyx : la cause et la marche à suivre y sont indiquées. Vous pouvez fermer cet onglet.',
    ],
    unknown: ['Cette connexion est terminée', 'Recommencez depuis Sardonyx. Vous pouvez fermer cet onglet.'],
  },
} as const;

/** HTML in the first of the languages that is English or French; `words` are the provider's own. */
export function redirectPage(
  outcome: 'done' | 'failed' | 'unknown',
  languages: readonly string[],
  words?: string,
): string {
  const language =
    languages.map((tag) => tag.slice(0, 2)).find((tag) => tag === 'fr' || tag === 'en') ?? 'en';
  const [title, text] = texts[language][outcome];
  return `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Sardonyx</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:20vh auto;padding:0 1rem}h1{font-size:1.5rem}code{font-size:.875rem}</style>
<main><h1>${title}</h1><p>${text}</p>${words ? `<p><code>${escape(words)}</code></p>` : ''}</main>
</html>
`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
