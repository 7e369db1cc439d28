import type { VNode } from 'preact';

/** One figure a line, right-aligned; the last line stands out where it is the outcome. */
export const Figures = ({
  caption,
  lines,
  outcome,
}: {
  caption: string;
  lines: readonly (readonly [label: string, figure: string])[];
  outcome?: readonly [label: string, figure: string];
}): VNode => (
  <table class="figures">
    <caption>{caption}</caption>
    <tbody>
      {lines.map(([label, figure]) => (
        <tr key={label}>
          <th scope="row">{label}</th>
          <td>{figure}</td>
        </tr>
      ))}
    </tbody>
    {outcome && (
      <tfoot>
        <tr>
          <th scope="row">{outcome[0]}</th>
          <td>{outcome[1]}</td>
        </tr>
      </tfoot>
    )}
  </table>
);
