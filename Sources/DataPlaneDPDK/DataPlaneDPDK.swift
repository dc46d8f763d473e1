/// DataPlaneDPDK.
