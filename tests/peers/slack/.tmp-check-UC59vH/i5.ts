import type { Msg, AnyView } from './m';
export const v: Msg = {
 "channel": "C0INC",
 "text": "<@U0ALICE> $12.40 in the last 7 days, 96 operations",
 "blocks": [
  {
   "type": "rich_text",
   "elements": [
    {
     "type": "rich_text_section",
     "elements": [
      {
       "type": "emoji",
       "name": "large_blue_circle"
      },
      {
       "type": "text",
       "text": " "
      },
      {
       "type": "text",
       "text": "$12.40 in the last 7 days, 96 operations",
       "style": {
        "bold": true
       }
      }
     ]
    }
   ]
  },
  {
   "type": "section",
   "fields": [
    {
     "type": "mrkdwn",
     "text": "*Diagnoses*"
    },
    {
     "type": "plain_text",
     "text": "$9.10 · 81",
     "emoji": false
    },
    {
     "type": "mrkdwn",
     "text": "*Fixes*"
    },
    {
     "type": "plain_text",
     "text": "$3.30 · 15",
     "emoji": false
    },
    {
     "type": "mrkdwn",
     "text": "*claude-sonnet-5-5*"
    },
    {
     "type": "plain_text",
     "text": "$11.92",
     "emoji": false
    },
    {
     "type": "mrkdwn",
     "text": "*gpt-6.2-sol*"
    },
    {
     "type": "plain_text",
     "text": "$0.48",
     "emoji": false
    },
    {
     "type": "mrkdwn",
     "text": "*Budget of the month*"
    },
    {
     "type": "plain_text",
     "text": "$31.20 of $50.00",
     "emoji": false
    }
   ]
  },
  {
   "type": "section",
   "fields": [
    {
     "type": "mrkdwn",
     "text": "*Unpriced calls*"
    },
    {
     "type": "plain_text",
     "text": "0",
     "emoji": false
    }
   ]
  },
  {
   "type": "context",
   "elements": [
    {
     "type": "mrkdwn",
     "text": "<@U0ALICE>"
    },
    {
     "type": "plain_text",
     "text": "from 2026-11-19 to 2026-11-26",
     "emoji": false
    }
   ]
  }
 ]
};
