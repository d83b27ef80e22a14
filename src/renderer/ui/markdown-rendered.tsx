/** The lazy half of markdown.tsx. */
import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import classes from './ui.module.css';

const components: Components = {
  a: ({ href, children }) => (
    <a href={href} target="_blank" rel="noreferrer noopener">
      {children}
    </a>
  ),
  // Pictures from elsewhere are refused by the policy of the page; their text stands for them.
  img: ({ alt }) => <span>{alt}</span>,
  pre: ({ children }) => <pre tabIndex={0}>{children}</pre>,
  table: ({ children }) => <table tabIndex={0}>{children}</table>,
};

interface Branch {
  tagName?: string;
  children?: Branch[];
}

/** Headings of a readme stand below the headings of the page, which end at h2 or h3; no level is left out. */
function headingsBelow() {
  return (tree: Branch) => {
    const above: number[] = [];
    const visit = (branch: Branch) => {
      const level = Number(/^h([1-6])$/.exec(branch.tagName ?? '')?.[1] ?? 0);
      if (level > 0) {
        while ((above.at(-1) ?? 0) >= level) above.pop();
        above.push(level);
        branch.tagName = `h${Math.min(6, 2 + above.length)}`;
      }
      branch.children?.forEach(visit);
    };
    visit(tree);
  };
}

/** The text, drawn. */
export function Rendered({ text }: { readonly text: string }) {
  return (
    <div className={classes.markdown}>
      <ReactMarkdown remarkPlugins={[remarkGfm]} rehypePlugins={[headingsBelow]} components={components}>
        {text}
      </ReactMarkdown>
    </div>
  );
}
