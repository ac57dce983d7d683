// Where the bar is to stand: <TidingsBar url="https://bakery.example/rye-bread/" title="Rye bread" />
// A component of the server: the bar is HTML before it reaches the browser, and no script comes with it.
import feed from '../data/tidings.json';
import { barFor } from './tidings.mjs';

export function TidingsBar(own) {
  return <div dangerouslySetInnerHTML={{ __html: barFor(feed, own) }} />;
}
