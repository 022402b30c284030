import type { Msg, AnyView } from './m';
export const v: AnyView = {
 "type": "modal",
 "callback_id": "form",
 "private_metadata": "{\"command\":\"apply\",\"channel\":\"C0INC\",\"thread\":null}",
 "title": {
  "type": "plain_text",
  "text": "Apply"
 },
 "submit": {
  "type": "plain_text",
  "text": "Go"
 },
 "close": {
  "type": "plain_text",
  "text": "Cancel"
 },
 "blocks": [
  {
   "type": "input",
   "block_id": "argument:plan",
   "label": {
    "type": "plain_text",
    "text": "Plan"
   },
   "optional": false,
   "element": {
    "type": "plain_text_input",
    "action_id": "value",
    "multiline": false,
    "max_length": 3000
   },
   "hint": {
    "type": "plain_text",
    "text": "The plan's id."
   }
  },
  {
   "type": "input",
   "block_id": "argument:digest",
   "label": {
    "type": "plain_text",
    "text": "Digest"
   },
   "optional": false,
   "element": {
    "type": "plain_text_input",
    "action_id": "value",
    "multiline": true,
    "max_length": 3000
   },
   "hint": {
    "type": "plain_text",
    "text": "The plan's digest."
   }
  },
  {
   "type": "input",
   "block_id": "repository",
   "label": {
    "type": "plain_text",
    "text": "Repository"
   },
   "optional": false,
   "element": {
    "type": "static_select",
    "placeholder": {
     "type": "plain_text",
     "text": "Choose a repository"
    },
    "options": [
     {
      "text": {
       "type": "plain_text",
       "text": "orders",
       "emoji": false
      },
      "value": "orders"
     },
     {
      "text": {
       "type": "plain_text",
       "text": "billing",
       "emoji": false
      },
      "value": "billing"
     }
    ],
    "action_id": "value",
    "initial_option": {
     "text": {
      "type": "plain_text",
      "text": "orders",
      "emoji": false
     },
     "value": "orders"
    }
   }
  }
 ]
};
