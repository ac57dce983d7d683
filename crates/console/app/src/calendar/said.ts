// What a post is called where there is room for a line.

import type { Post } from "../api.ts";
import { postWords } from "../words/posts.ts";

export const saidOf = (post: Post) => post.text.trim().split("\n")[0] || post.card.title || post.page || postWords.empty;
