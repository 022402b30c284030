import type { Msg, AnyView } from './m';
export const v: AnyView = {
 "type": "modal",
 "callback_id": "form",
 "private_metadata": "{\"command\":\"throw\",\"channel\":\"C0INC\",\"thread\":null}",
 "title": {
  "type": "plain_text",
  "text": "Throw"
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
   "block_id": "argument:text",
   "label": {
    "type": "plain_text",
    "text": "Text"
   },
   "optional": false,
   "element": {
    "type": "plain_text_input",
    "action_id": "value",
    "multiline": true,
    "max_length": 3000
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
