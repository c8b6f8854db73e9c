"""What a run means for each project of the plan: delivered, targets, who paid, who is responsible."""
