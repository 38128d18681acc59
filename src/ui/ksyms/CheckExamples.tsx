/** What can be pasted to be checked, each a press away. */

import { useActions } from '../../store/react.tsx';
import css from './Detail.module.css';

const EXAMPLES: readonly (readonly [what: string, text: string])[] = [
  ['a declaration', 'extern void bpf_ct_release(struct nf_conn *nfct) __ksym;'],
  ['a declaration that differs', 'extern void bpf_rcu_read_lock(int flags) __ksym;'],
  ['a line of a log', "libbpf: extern (func ksym) 'bpf_skb_ct_lookup': not found in kernel or module BTFs"],
];

export function CheckExamples() {
  const { changeKsyms } = useActions();
  return (
    <>
      <p>
        What is pasted is held against the kernel that is open, as an extern of an object would be. Structs
        count as defined.
      </p>
      <ul className={css.names}>
        {EXAMPLES.map(([what, text]) => (
          <li key={what}>
            <button type="button" onClick={() => changeKsyms({ pasted: text })}>
              Try {what}
            </button>{' '}
            <code>{text}</code>
          </li>
        ))}
      </ul>
    </>
  );
}
